import { readFileSync } from 'node:fs';

/** A recipe of docs/sessions.md, by the language of its block. */
export function recipe(language: string): string {
  const text = readFileSync('docs/sessions.md', 'utf8');
  const block = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1];
  if (block === undefined) throw new Error(`No recipe for ${language}.`);
  return block;
}

/** By which nginx finds the instance in a path. PCRE and JavaScript read it in the same way. */
export function nginxPattern(): RegExp {
  const text = /^ {4}"~(\S+)" \$instance;$/m.exec(recipe('nginx'))?.[1];
  return new RegExp(text ?? 'no pattern');
}
