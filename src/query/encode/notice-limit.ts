import type { Notice } from '../../connection/statement-events.js';

/** Notices that an answer passes on; the rest is counted. */
const MAX_NOTICES = 100;
/** Longest text of a notice's field, in characters. */
const MAX_FIELD = 1024;

/** A loop that raises a notice for each row must not become the answer. */
export class NoticeLimit {
  #seen = 0;

  /** The notice as it is passed on, or undefined where it is one too many. */
  admit(notice: Notice): Notice | undefined {
    this.#seen += 1;
    if (this.#seen > MAX_NOTICES) return undefined;
    const { severity, sqlstate, message, detail, hint } = notice;
    return {
      severity: cut(severity),
      sqlstate: cut(sqlstate),
      message: cut(message),
      ...(detail === undefined ? {} : { detail: cut(detail) }),
      ...(hint === undefined ? {} : { hint: cut(hint) }),
    };
  }

  /** What is said in the place of those that were left out, if any were. */
  get rest(): Notice | undefined {
    const left = this.#seen - MAX_NOTICES;
    if (left <= 0) return undefined;
    return {
      severity: 'WARNING',
      sqlstate: '01000',
      message: `pg-usher left out ${left} further notices.`,
    };
  }
}

/** The last character may be cut in two. */
function cut(text: string): string {
  return text.length > MAX_FIELD ? text.slice(0, MAX_FIELD).toWellFormed() : text;
}
