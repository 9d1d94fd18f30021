"""The merchant's office: the day in figures, orders, stock, products, callbacks, promotions, conversations, audit."""
