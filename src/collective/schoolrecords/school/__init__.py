"""The school: years, classes as cohorts, people, appointments by order, the regulation in force."""
