// What the assistant may know of the page: where the shopper is, what is shown, where they came from. Nothing about them.

export function pageFacts(chat) {
  const meta = document.querySelector('meta[property="product:retailer_item_id"]')?.content;
  const query = [...new URLSearchParams(location.search)].filter(([name]) => /^(utm_\w+|gclid|fbclid)$/.test(name));
  const facts = {
    page: location.pathname,
    locale: document.documentElement.lang || navigator.language,
    product: chat.product || meta,
    referrer: document.referrer,
    ...Object.fromEntries(query),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value));
}
