"""Many scenarios compiled for the processor: from what is left of a book to a kernel that numba keeps on the disk.

phases, patterns, sums     a loop over periods, written again with less to do
rate_parts, later_loops    what the search for rates and later loops need of earlier ones
steps, places, tables      the steps in order, where their numbers stand, and the data they are called with
lane_text, loop_text,      the text of the kernel
kernel_source
lane_operations,           functions that its text carries along
rate_search, payments
kernel_file, numba_block   compiled, and called with blocks of scenarios
"""
