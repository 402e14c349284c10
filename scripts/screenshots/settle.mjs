/**
 * Runs in the page, just before its picture is taken: what differs from run to run (ports, processes,
 * times) is written as if it were always the same, so that pictures change when the page does.
 */
export const settle = `(() => {
  const everywhere = [
    [/localhost:\\d{4,5}/g, 'localhost:5432'],
    [/127\\.0\\.0\\.1:\\d{4,5}/g, '127.0.0.1:4000'],
    [/port=\\d+/, 'port=5432'],
    [/[\\da-f]{8}-[\\da-f-]{27}/g, '00000000-0000-4000-8000-000000000000'],
    [/\\bprocess \\d+/g, 'process 4711'],
    [/\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?!\\.)/g, '2026-03-02 09:30:00'],
    [/^\\d\\d:\\d\\d:\\d\\d$/, '09:30:00'],
    [/In transaction \\d+:\\d\\d/, 'In transaction 0:42'],
  ];
  const outsideOfPlans = [
    [/ in [\\d.]+ (?:ms|s)$/, ' in 12 ms'],
    [/^[\\d.]+ (?:ms|s)$/, '12 ms'],
  ];
  const isText = (node) => node?.nodeType === Node.TEXT_NODE;
  const settleRun = (nodes) => {
    const text = nodes.map(({ data }) => data).join('');
    const { parentElement } = nodes[0];
    const inPlan = parentElement.closest('[role=tabpanel]') !== null;
    const row = parentElement.matches('td') ? parentElement.previousElementSibling?.textContent : '';
    const settled = /^(?:Backend process|Process)$/.test(row)
      ? '4711'
      : [...everywhere, ...(inPlan ? [] : outsideOfPlans)].reduce(
          (so, [sign, as]) => so.replace(sign, as),
          text,
        );
    if (settled === text) return;
    // The nodes stay, since they are React's.
    nodes.forEach((node, index) => (node.data = index === 0 ? settled : ''));
  };
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('[contenteditable], [role=gridcell], svg') !== null) continue;
    let nodes = [];
    for (const node of [...element.childNodes, null]) {
      if (isText(node)) nodes.push(node);
      else if (nodes.length > 0) {
        settleRun(nodes);
        nodes = [];
      }
    }
  }
})()`;
