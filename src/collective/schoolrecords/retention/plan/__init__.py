"""Working with the file plan: editing, approval, closing with totals, next year's plan."""
