"""Who may do what: roles, permissions, groups computed from appointments, local roles."""
