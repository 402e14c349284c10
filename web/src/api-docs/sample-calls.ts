import type { Body, Operation, Parameter } from './contract.ts';

/**
 * The operation as a command for a POSIX shell. What is to be filled in is a variable: `$USHER` is the
 * service's origin, `$TOKEN` an access token, and a part of the path has its own name, as `$ID`.
 */
export function curlOf(operation: Operation): string {
  const { method, path, parameters, isPublic } = operation;
  const body = operation.bodies[0];
  const query = parameters
    .filter(({ place, required }) => place === 'query' && required)
    .map(({ name }) => `${name}=$${variable(name)}`)
    .join('&');
  const address = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => `$${variable(name)}`);
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "$USHER${address}${query === '' ? '' : `?${query}`}"`,
    ...(isPublic ? [] : [`-H "Authorization: Bearer $TOKEN"`]),
    ...neededHeaders(operation).map(({ name, example }) => `-H ${quoted(`${name}: ${example}`)}`),
    ...(body === undefined
      ? []
      : [`-H ${quoted(`Content-Type: ${body.mediaType}`)}`, `--data-binary ${bodyText(body)}`]),
  ].join(' \\\n  ');
}

/** The operation as a call of the SDK; undefined where that has a method of its own for it. */
export function sdkCallOf(operation: Operation): string | undefined {
  const { id, parameters, bodies, answerBodies } = operation;
  const body = bodies[0];
  const isJson = (one: Body): boolean => one.mediaType === 'application/json';
  if (body !== undefined && !isJson(body)) return undefined;
  if (answerBodies.length > 0 && !answerBodies.some(isJson)) return undefined;
  const named = (place: Parameter['place']): readonly string[] =>
    parameters.filter((one) => one.place === place && one.required).map(({ name }) => name);
  const parts = [
    named('path').length === 0 ? '' : `path: { ${named('path').join(', ')} }`,
    named('query').length === 0 ? '' : `query: { ${named('query').join(', ')} }`,
    neededHeaders(operation).length === 0
      ? ''
      : `headers: ${JSON.stringify(Object.fromEntries(neededHeaders(operation).map(({ name, example }) => [name, example])))}`,
    body === undefined ? '' : `body: ${indent(JSON.stringify(body.example ?? {}, null, 2))}`,
  ].filter((part) => part !== '');
  if (parts.length === 0) return `await client.call('${id}');`;
  return `await client.call('${id}', {\n${parts.map((part) => `  ${part},\n`).join('')}});`;
}

function neededHeaders({ parameters }: Operation): readonly Parameter[] {
  return parameters.filter(({ place, required }) => place === 'header' && required);
}

function bodyText({ example }: Body): string {
  if (example === undefined) return '@file';
  return quoted(typeof example === 'string' ? example : JSON.stringify(example));
}

/** POSIX.1-2024, Shell Command Language, 2.2.2: nothing is special between single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function variable(name: string): string {
  return name.replaceAll(/\W/g, '_').toUpperCase();
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
