"""The sheet of a coordinated proposal: members, budgets side by side, the split, who acts where."""
