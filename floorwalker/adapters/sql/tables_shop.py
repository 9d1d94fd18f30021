"""Tables of the shop: catalogue, stock, carts, orders, payments. Money is minor units, times epoch seconds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from floorwalker.adapters.sql.meta import metadata

ID = String(36)
SKU = String(64)
REF = String(255)  # an id of the payment provider


def _money(name: str, **more: Any) -> Column[Any]:
    return Column(name, BigInteger, nullable=False, **more)


settings = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

categories = Table(
    "category",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
colours = Table(
    "colour",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
products = Table(
    "product",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("category", String(64), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=false()),  # by the staff; imports leave it
    Column("body", Text, nullable=False),
)
variants = Table(
    "variant",
    metadata,
    Column("sku", SKU, primary_key=True),
    Column("product", String(64), ForeignKey("product.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("options", Text, nullable=False),
    _money("price"),
    Column("compare_at", BigInteger),
    Column("currency", String(3), nullable=False),
)

stock = Table(
    "stock",
    metadata,
    Column("sku", SKU, primary_key=True),
    Column("on_hand", Integer, nullable=False),
    Column("reserved", Integer, nullable=False, server_default="0"),
    CheckConstraint("on_hand >= 0", name="on_hand"),
    CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
)
stock_moves = Table(  # append-only: their sum is on_hand
    "stock_move",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("sku", SKU, ForeignKey("stock.sku"), nullable=False, index=True),
    Column("delta", Integer, nullable=False),
    Column("why", String(16), nullable=False),  # counted, received, sold, returned
    Column("ref", ID),
    Column("created", BigInteger, nullable=False),
)

carts = Table(
    "cart",
    metadata,
    Column("customer_id", ID, primary_key=True),
    Column("code", String(40)),
    Column("undo", Text, nullable=False, server_default="[]"),
)
cart_lines = Table(
    "cart_line",
    metadata,
    Column("customer_id", ID, ForeignKey("cart.customer_id"), primary_key=True),
    Column("sku", SKU, primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
)
drafts = Table(
    "draft",
    metadata,
    Column("conversation", ID, primary_key=True),
    Column("email", String(254), nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default="{}"),
    Column("delivery", String(40), nullable=False, server_default=""),
)

orders = Table(
    "orders",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("customer_id", ID, nullable=False, index=True),
    Column("conversation", ID, nullable=False, index=True),
    Column("state", String(20), nullable=False, index=True),
    Column("quote", String(24), nullable=False),
    Column("currency", String(3), nullable=False),
    _money("subtotal"),
    _money("discount"),
    Column("code", String(40)),
    Column("discount_title", String(120), nullable=False, server_default=""),
    _money("delivery"),
    Column("delivery_title", String(120), nullable=False),
    Column("delivery_option", String(40), nullable=False),
    _money("tax"),
    Column("tax_included", Boolean, nullable=False),
    Column("tax_points", Integer, nullable=False),  # hundredths of a percent: 1900 is 19 %
    _money("total"),
    Column("email", String(254), nullable=False),
    Column("address", Text, nullable=False),
    Column("flags", String(120), nullable=False, server_default=""),  # a set: words with spaces between
    Column("closed_because", String(20), nullable=False, server_default=""),
    Column("created", BigInteger, nullable=False),
    Column("placed_at", BigInteger),
    CheckConstraint("total >= 0", name="total"),
)
order_lines = Table(
    "order_line",
    metadata,
    Column("order_id", ID, ForeignKey("orders.id"), primary_key=True),
    Column("sku", SKU, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("product", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("options", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    _money("unit_price"),
    _money("total"),
)
reservations = Table(
    "reservation",
    metadata,
    Column("id", ID, primary_key=True),
    Column("order_id", ID, ForeignKey("orders.id"), nullable=False, index=True),
    Column("sku", SKU, ForeignKey("stock.sku"), nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("state", String(12), nullable=False),
)
Index(
    "one_hold",
    reservations.c.order_id,
    reservations.c.sku,
    reservations.c.purpose,
    unique=True,
    sqlite_where=reservations.c.state == "held",
    postgresql_where=reservations.c.state == "held",
)

payments = Table(
    "payment",
    metadata,
    Column("id", ID, primary_key=True),
    Column("order_id", ID, ForeignKey("orders.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    _money("amount"),
    Column("currency", String(3), nullable=False),
    Column("request", Text, nullable=False),  # the exact parameters, JSON
    Column("idem_key", String(64), nullable=False, unique=True),
    Column("session_id", REF, unique=True),
    Column("intent_id", REF, unique=True),
    Column("url", Text),
    Column("expires_at", BigInteger, nullable=False),
    Column("declined", REF, nullable=False, server_default=""),  # the last charge that was refused
    Column("card_last4", String(4), nullable=False, server_default=""),
    Column("paid_at", BigInteger),
    Column("created", BigInteger, nullable=False),
)
_LIVE = ["creating", "open", "processing"]
Index(
    "one_live_payment",
    payments.c.order_id,
    unique=True,
    sqlite_where=payments.c.state.in_(_LIVE),
    postgresql_where=payments.c.state.in_(_LIVE),
)
refunds = Table(
    "refund",
    metadata,
    Column("id", ID, primary_key=True),
    Column("order_id", ID, ForeignKey("orders.id"), nullable=False, index=True),
    Column("payment_id", ID, ForeignKey("payment.id"), nullable=False),
    _money("amount"),
    Column("currency", String(3), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("why", String(24), nullable=False),
    Column("idem_key", String(64), nullable=False, unique=True),
    Column("provider_id", REF, unique=True),
    Column("created", BigInteger, nullable=False),
)
ledger = Table(  # append-only; source is the provider's id, so that nothing is booked twice
    "ledger",
    metadata,
    Column("source", REF, primary_key=True),
    Column("kind", String(24), primary_key=True),  # charge, refund, refund_failed, dispute
    Column("order_id", ID, ForeignKey("orders.id"), nullable=False, index=True),
    _money("amount"),
    Column("currency", String(3), nullable=False),
    Column("created", BigInteger, nullable=False),
)
gateway_events = Table(  # ids, never bodies
    "gateway_event",
    metadata,
    Column("id", REF, primary_key=True),
    Column("type", String(80), nullable=False),
    Column("object_id", REF, nullable=False),
    Column("intent_id", REF),
    Column("payment_id", ID),
    Column("state", String(12), nullable=False),
    Column("created", BigInteger, nullable=False),
)

fulfilments = Table(
    "fulfilment",
    metadata,
    Column("id", ID, primary_key=True),
    Column("order_id", ID, ForeignKey("orders.id"), nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("blocked", Boolean, nullable=False, server_default=false()),
    Column("created", BigInteger, nullable=False),
)
fulfilment_lines = Table(
    "fulfilment_line",
    metadata,
    Column("fulfilment_id", ID, ForeignKey("fulfilment.id"), primary_key=True),
    Column("sku", SKU, primary_key=True),
    Column("quantity", Integer, nullable=False),
)
