"""The chapters of the Strategiepapier, one module each; three more hold what single maturity levels have of their own."""
