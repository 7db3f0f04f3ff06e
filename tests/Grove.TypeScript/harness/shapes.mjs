// What an answer looks like, member by member.
import assert from 'node:assert/strict';

/**
 * A shape: the name of a type, a check of the value, [the shape of each element], or the shapes of members. A member whose name ends
 * with '?' may be left out.
 * @typedef {string | ((value: unknown) => boolean) | [any] | { [member: string]: any }} Shape
 */

export const idPattern = /^[0-9a-f]{32}$/;
/** @param {unknown} value */
export const id = (value) => typeof value === 'string' && idPattern.test(value);
/** @param {unknown} value */
export const time = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value);
/** @param {unknown[]} values */
export const oneOf = (...values) => (/** @type {unknown} */ value) => values.includes(value);
/** @param {string} type */
export const orNull = (type) => (/** @type {unknown} */ value) => value === null || typeof value === type;

/**
 * Every member of the shape is there, with its type; other members may be.
 * @param {any} value
 * @param {Shape} shape
 */
export const has = (value, shape) => check(value, shape, '$', false);

/**
 * The same, and there is no other member.
 * @param {any} value
 * @param {Shape} shape
 */
export const is = (value, shape) => check(value, shape, '$', true);

/**
 * @param {any} value
 * @param {Shape} shape
 * @param {string} where
 * @param {boolean} whole
 */
function check(value, shape, where, whole) {
  if (typeof shape === 'string') assert.equal(typeof value, shape, where);
  else if (typeof shape === 'function') assert.ok(shape(value), `${where} is ${JSON.stringify(value)}`);
  else if (Array.isArray(shape)) {
    assert.ok(Array.isArray(value), `${where} is an array`);
    value.forEach((/** @type {any} */ each, /** @type {number} */ index) => check(each, shape[0], `${where}[${index}]`, whole));
  } else {
    assert.ok(value !== null && typeof value === 'object', `${where} is an object`);
    const known = new Set();
    for (const [name, inner] of Object.entries(shape)) {
      const member = name.endsWith('?') ? name.slice(0, -1) : name;
      known.add(member);
      if (member in value) check(value[member], inner, `${where}.${member}`, whole);
      else assert.notEqual(member, name, `${where}.${member} is missing`);
    }
    if (whole) for (const member of Object.keys(value)) assert.ok(known.has(member), `${where}.${member} is not in the types`);
  }
}
