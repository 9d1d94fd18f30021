// <fw-media>: a picture in its well, or a file as a link. What cannot be loaded is named and linked.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { safeUrl } from '../format.js';
import { icon } from '../icons.js';

class Media extends Card {
  static properties = { ...Card.properties, failed: { state: true } };
  static styles = [baseSheet, css`.card { max-width: 84%; } .card a { display: flex; gap: 8px; align-items: center; min-height: 44px; padding: 8px 14px; }`];

  render() {
    const { url, alt, mime = 'image/*' } = this.msg;
    const safe = safeUrl(url);
    if (!safe) return nothing;
    const file = this.failed || !mime.startsWith('image/');
    return html`<div class="card">
      ${file
        ? html`<a href=${safe} target="_blank" rel="noopener">${icon('down')}${alt || this.t('file')}</a>`
        : html`<img class="pic" src=${safe} alt=${alt || ''} width="440" height="330" @error=${() => (this.failed = true)} />`}
    </div>`;
  }
}
customElements.define('fw-media', Media);
