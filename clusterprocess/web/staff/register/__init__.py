"""The room of the register: searching, the page of one initiative, its figures, its people, reading tables in."""
