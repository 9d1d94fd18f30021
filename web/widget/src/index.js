// The panel's bundle, and what a shop needs to show message types of its own (see registerRenderer).
import './cards/choices.js';
import './cards/product.js';
import './cards/reel.js';
import './chat.js';

export { css, html, nothing } from 'lit';
export { Card, baseSheet } from './card.js';
export { clock, day, safeUrl, when } from './format.js';
export { icon } from './icons.js';
export { registerRenderer } from './render.js';
