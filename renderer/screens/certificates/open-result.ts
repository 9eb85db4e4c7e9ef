import { useCallback } from 'react'
import { useDetail, type WalkedList } from '../../state/detail.ts'

/** Opens the result of a certificate in the panel. From a list the focus stays in it, from elsewhere it goes along. */
export function useOpenResult(list: WalkedList) {
  const open = useDetail((state) => state.open)
  return useCallback(
    (row: { readonly id: number }, index: number | null) => {
      void open(row.id, index, list).then(() => {
        if (index === null) document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
      })
    },
    [open, list],
  )
}
