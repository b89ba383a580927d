"""What follows when numbers change: named futures, tables, sensitivities, goal seek, simulation. All on one Batch."""
