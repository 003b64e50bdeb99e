"""Pages of portfolios: the record, one achievement, the class, and opening one."""
