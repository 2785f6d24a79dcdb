#include "indexer/account.h"

#include <inttypes.h>

#include "common/buf.h"
#include "indexer/message.h"

/* An article that counted as WAS is a duplicate after all. */
static void
make_duplicate(struct account *account, enum add_result was)
{
	if (was == ADD_WITHDRAWN || was == ADD_DUPLICATE)
		return;
	if (was == ADD_REPLACED)
		account->replaced--;
	if (was == ADD_UNCHANGED)
		account->unchanged--;
	else
		account->indexed--;
	account->duplicate++;
}

void
account_displace(struct account *account, enum add_result was, enum add_result now)
{
	if (now != ADD_WITHDRAWN)
		account_add(account, now);
	make_duplicate(account, was);
}

void
account_repeat(struct account *account, enum add_result was)
{
	make_duplicate(account, was);
	account->repeated++;
}

void
account_print(struct account *account, double seconds)
{
	struct buf line = BUF_INIT;

	if (account->replaced)
		message("%" PRIu64 " of those indexed replace others with the same id", account->replaced);
	if (account->repeated)
		message("%" PRIu64 " duplicates repeat others in all but id and address (--repeated=keep keeps them)",
		        account->repeated);
	buf_append_format(&line, "%" PRIu64 " read: %" PRIu64 " indexed, %" PRIu64 " unchanged, %" PRIu64
	                  " duplicate, %" PRIu64 " skipped in %.*f s", account_read(account), account->indexed,
	                  account->unchanged, account->duplicate, account->skipped, seconds < 10 ? 2 : 0, seconds);
	if (buf_status(&line) == STATUS_OK)
		message_plain(buf_span(&line));
	buf_release(&line);
}
