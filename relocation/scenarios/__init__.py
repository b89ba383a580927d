"""What follows when numbers change: named futures, sensitivities, goal seek, simulation. All on one Batch."""
