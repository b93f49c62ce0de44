"""What we want: goal, challenges, priorities, steps, targets, and the framings a plan is read in."""
