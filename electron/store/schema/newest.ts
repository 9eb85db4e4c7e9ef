/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '2a0ed65c78bf081f22ee94b34ff0b062f0d6cba98254a4cce048031ee44e116b'
