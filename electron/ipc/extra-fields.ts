import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on the names of extra fields. */
export const extraFieldHandlers = ({ store }: Core): Pick<Handlers, 'extraFields'> => ({
  extraFields: {
    list: ({ accounts }) => store.extraFields(accounts),
    name: ({ field, name }) => store.nameExtraField(field, name),
  },
})
