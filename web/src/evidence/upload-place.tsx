import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../components/icon.tsx'
import { droppedFiles } from './dropped-files.ts'
import { UploadTray } from './upload-tray.tsx'
import { addFiles, currentUploads, onUploads } from './uploads.ts'

/** Files may be dropped on any page; what becomes of them shows at the edge of it. */
export function UploadPlace() {
  const { t } = useTranslation('evidence')
  const uploads = useSyncExternalStore(onUploads, currentUploads)
  const over = useDroppedFiles()
  useEffect(() => {
    const unsent = uploads.some(({ state }) => state === 'sending' || state === 'waiting' || state === 'broken')
    const ask = (event: BeforeUnloadEvent) => unsent && event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [uploads])
  return (
    <>
      {over ? (
        <div className="fixed inset-0 z-50 grid place-items-center bg-shade p-8">
          <div className="card flex flex-col items-center gap-3 border-2 border-dashed border-accent! px-16 py-12 text-center">
            <Icon name="upload" className="size-8 text-accent" />
            <p className="text-title font-semibold">{t('upload.drop')}</p>
            <p className="max-w-sm text-muted">{t('upload.dropMore')}</p>
          </div>
        </div>
      ) : null}
      {uploads.length > 0 ? <UploadTray uploads={uploads} /> : null}
    </>
  )
}

/** Whether files are held over the page. */
function useDroppedFiles(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const bringsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
    const hold = (event: DragEvent) => {
      if (!bringsFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = ({ relatedTarget }: DragEvent) => relatedTarget === null && setOver(false)
    const drop = (event: DragEvent) => {
      if (!bringsFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      setOver(false)
      void droppedFiles(event.dataTransfer).then(addFiles)
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hold)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return over
}
