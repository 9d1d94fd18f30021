// While the bank is asked: looks again every few seconds, and shows the answer as soon as it is there.
const look = async () => {
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (page && page.querySelector('.seal').className !== document.querySelector('.seal').className) location.reload();
  else setTimeout(look, 3000);
};
setTimeout(look, 3000);
