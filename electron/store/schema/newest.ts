/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'f743a11857b0e022d3f89eac23ce1c60c884eb4cfd3d988de38dcb72a49788f4'
