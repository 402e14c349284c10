import css from './Viewer.module.css';
import type { TextPart } from '../../text/visible-text.ts';

/** Text as text, and the signs for what is invisible in it. */
export function Parts({ parts }: { readonly parts: readonly TextPart[] }): React.JSX.Element {
  return (
    <>
      {parts.map(({ text, isSign }, index) =>
        isSign ? (
          <span key={index} className={css.sign}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </>
  );
}
