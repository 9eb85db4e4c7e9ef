/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '9ec84efb8c9b50107259c043219682b2d86326581fc0541e5127b392769f345f'
