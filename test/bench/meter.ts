/** Preloaded into a process that is measured: answers over IPC what it has used so far. Keeps nothing alive. */
process.on('message', (asked) => {
  if (asked !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 1024 ** 2 });
});
process.channel?.unref();
