/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '37b480b2699c43f69001eb5880fea25a3b0a07b4d57a573e75477da7a4ab0d5b'
