"""The product index: understanding a query, correcting it, ranking."""
