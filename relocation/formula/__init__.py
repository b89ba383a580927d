"""The language of line items: a formula is written once and read by every target. It knows nothing of relocation.

A map for newcomers, from what is written to what reads it.

language/   what can be said, and what is known of it before anything is calculated
    operations, reductions   each operation in one place: what is known of it, and how every target writes it
    expression               the nodes of a formula, and the functions that build them: when, ratio, payment, total, irr, ...
    timing, rate_of_return   composed of them: timing flags and shares; the rows that lead to an internal rate of return
    line_items, book         inputs and lines; a book declares them over numbered periods. FormulaError speaks both languages
    text, notation           formula text into nodes: what a planner may write; nodes into text: what a reader is shown
    facts, intervals         what is known beforehand: bounds, whole numbers, numbers without dust, what may be not available
    ties                     what is equal, larger or whole, where floats would decide
    plan, refusals           the order of calculation in stages; what a book is refused for
    arithmetic, irr          what an operation comes to: rounding, payments; the rate of return, and how many there are

targets/    what reads a book
    program, scalar          nodes into Python source; one scenario in plain floats
    javascript               the book as data, and the script of a page that reads it (javascript/)
    excel                    the text of a cell
    explain                  the tree of one number down to its inputs
    block                    many scenarios, by whichever of three kernels fits their number
    scalar_block             one by one in plain floats
    numpy_block              each operation on arrays (numpy_operations; numpy_memory: where they stand)
    irr_block                the rates of return of many flows

kernel/     what is left of a book when most inputs stand still, and the third kernel, compiled by numba
    needed_part, specialise  the lines that some outputs need; what does not vary is worked out once
    graph, hoisted_sums      the rest as a graph of shared nodes; sums over periods that need no loop
    schedule                 in which loops the nodes are worked out: the three kernels start from here
    kernel_plan              the loops of a compiled kernel: in phases, with less to do (phases, factored_sums, loop_fusion)
    memory                   where its numbers stand
    numba_block              its text (loop_text, and what that calls: lane_operations, rate_search), and its run
    kernel_file              compiled kernels on the disk

A new target that calculates is one more `Dialect` of `program`, one that writes is one more `Notation`; both read a field
of `operations`. The language has two kinds of value, numbers and conditions. A number may be "not available": NaN in
Python, the text n/a in a cell. docs/formula.md shows all of it on a roof with solar panels.
"""
