/** Joins the class names that apply. CSS modules type every class as possibly absent, but React Aria wants a string. */
export const classNames = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ')
