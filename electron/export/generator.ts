import about from '../../package.json' with { type: 'json' }

/** The program that wrote a file, with its version. */
export const generator = `${about.productName} ${about.version}`
