/*
 * Runs in the page that is measured: presses there and watches with every frame, since whatever drives a browser from
 * outside would only add to the times. `still` is the longest that the page did nothing else, in milliseconds.
 */
globalThis.watch = { still: 0, until };

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.watch.still = Math.max(globalThis.watch.still, duration);
}).observe({ type: 'longtask' });

/** Presses a button; after how many seconds so many of a selector were there, for each of the counts. */
function until(press, selector, counts) {
  const start = performance.now();
  const times = [];
  return new Promise((resolve) => {
    const look = () => {
      const found = document.querySelectorAll(selector).length;
      while (times.length < counts.length && found >= counts[times.length])
        times.push((performance.now() - start) / 1000);
      if (times.length === counts.length) resolve(times);
      else requestAnimationFrame(look);
    };
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent === press)?.click();
    look();
  });
}
