// What comes with the order: loaded when first shown, on top of the panel's own parts.
import './cards/cart.js';
import './cards/payment.js';
import './cards/receipt.js';
import './cards/status.js';
import './cards/form.js';
import './cards/media.js';
