import { registerDecorator } from 'class-validator';
import type { ServerDraft } from './server-definition.js';
import { FIELD_RULES } from './server-fields.js';

/** The property obeys the rule of that field, and says the rule's sentence when it does not. */
export function ServerRule(field: keyof ServerDraft): PropertyDecorator {
  return (target, propertyKey) => {
    registerDecorator({
      name: 'serverRule',
      target: target.constructor,
      propertyName: String(propertyKey),
      validator: {
        validate: (value: unknown) => FIELD_RULES[field].accepts(value),
        // Whoever shows it ends the sentence, as with the messages of class-validator.
        defaultMessage: () => FIELD_RULES[field].must.replace(/\.$/, ''),
      },
    });
  };
}
