/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '9cd5fb10cdd4873ff806a8996a92870eb3dcedc1551cc24d5892a045e3b12010'
