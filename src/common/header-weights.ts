/**
 * The names of a header such as Accept or Accept-Encoding, in small letters and without their
 * parameters, with the weight from 0 to 1 that each has (RFC 9110, section 12.4.2).
 */
export function headerWeights(header: string | undefined): ReadonlyMap<string, number> {
  if (header === undefined) return new Map();
  return new Map(header.split(',').map(weightedName));
}

/**
 * Whether whoever asks wants a page rather than data: a browser that opens an address. The wildcard that
 * programs send who do not mind counts for neither.
 */
export function prefersHtml(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): boolean {
  if (headers['sec-fetch-mode'] === 'navigate') return true;
  const { accept } = headers;
  const weights = headerWeights(typeof accept === 'string' ? accept : undefined);
  const html = weights.get('text/html') ?? 0;
  const json = ['application/json', 'application/problem+json', 'application/*'].map(
    (type) => weights.get(type) ?? 0,
  );
  return html > Math.max(...json);
}

function weightedName(text: string): readonly [string, number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return [name, weight >= 0 && weight <= 1 ? weight : 0];
}
