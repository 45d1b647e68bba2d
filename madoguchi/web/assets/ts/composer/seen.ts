// The newest message the writer had before them. What comes in while a reply is being written counts as seen only when
// they say so, or wrote it themselves: the check at sending then holds even when the stream was faster than the eye.
import { currentTicket, me } from "../desk/state";

export class Seen {
  private last = 0;

  constructor(private ticket: string) {
    this.all();
  }

  get id(): number {
    return this.last;
  }

  /** Everything on screen has been seen. */
  all(): void {
    const article = currentTicket();
    if (article?.dataset.ticketId === this.ticket) this.last = Number(article.dataset.last ?? 0);
  }

  /** Whether somebody else has written since; one's own messages are seen as they appear. */
  missed(): boolean {
    const newer = [...document.querySelectorAll<HTMLElement>(`#messages-${this.ticket} > [data-message]`)].filter((message) => Number(message.dataset.message) > this.last);
    if (newer.every((message) => message.dataset.agent === String(me.id))) {
      this.all();
      return false;
    }
    return true;
  }
}
