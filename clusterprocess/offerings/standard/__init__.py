"""What all offerings share: rows of their submissions, standard chapters, working papers, agendas and figures."""
