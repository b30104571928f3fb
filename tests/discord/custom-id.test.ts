import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { parseControlId, renderControlId } from '../../src/discord/custom-id.js';

describe('what a control carries', () => {
  test('comes back as it was, colons in its detail included', () => {
    const detail = fc.string({ maxLength: 60 });
    const id = fc.stringMatching(/^[A-Za-z0-9_-]{0,16}$/);
    fc.assert(
      fc.property(id, detail, (id, detail) => {
        const control = { action: 'quotes-page', id, detail } as const;
        expect(parseControlId(renderControlId(control))).toEqual(control);
      }),
    );
  });

  test('never exceeds the length that Discord takes', () => {
    expect(() => renderControlId({ action: 'share', id: 'a', detail: 'x'.repeat(100) })).toThrow(RangeError);
  });

  test.each(['', 'share', 'unknown:a:b', 'share:a', '__proto__:a:b'])('is not read from %j', (text) => {
    expect(parseControlId(text)).toBeUndefined();
  });
});
