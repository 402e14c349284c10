/** Nothing may be loaded from anywhere; the few styles are inline. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
};

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
  ul { list-style: none; padding: 0; margin: 1.5rem 0; display: grid; gap: .75rem; }
  button { font: inherit; width: 100%; padding: .75rem 1rem; text-align: left; cursor: pointer; }
`;

/** The provider's sign-in page: one button a person, no password. */
export function signInPage(names: readonly string[]): string {
  const buttons = names
    .map((name) => escapeHtml(name))
    .map((name) => `<li><button name="person" value="${name}">Sign in as ${name}</button></li>`);
  return page(
    'Who are you?',
    `<p>This is the identity provider of the pg-usher demo. Nobody here has a password.</p>
    <form method="post"><ul>${buttons.join('')}</ul></form>`,
  );
}

/** Asks whether to end the session at the provider; `form` is the provider's own, with its secret. */
export function signOutPage(form: string): string {
  return page(
    'Sign out?',
    `${form}<p>You can stay signed in at the identity provider, or leave it, too.</p>
    <button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

/** A page that only says something. */
export function messagePage(title: string, sentence: string): string {
  return page(title, `<p>${escapeHtml(sentence)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)} - pg-usher demo</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
    <h1>${escapeHtml(title)}</h1>
    ${body}
    </main>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
