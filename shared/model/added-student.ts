import type { ClassMember } from './class.ts'

/** A student whom the teacher added before their first result, under the key that this result will have. */
export type AddedStudent = Pick<ClassMember, 'key' | 'first' | 'last' | 'email'>
