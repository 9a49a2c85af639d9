package io.jamescbv.james;

import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/** Whether mail to one of our own addresses arrives somewhere. Thread-safe. */
class LocalMailboxes {
    private final UsersRepository users;
    private final RecipientRewriteTable aliases;

    /** Made by James. */
    @Inject
    LocalMailboxes(UsersRepository users, RecipientRewriteTable aliases) {
        this.users = users;
        this.aliases = aliases;
    }

    /** Whether there is such a user, or an alias, group or other mapping of that name; false where James cannot tell. */
    boolean has(MailAddress address) {
        try {
            return users.contains(users.getUsername(address))
                    || !aliases.getResolvedMappings(address.getLocalPart(), address.getDomain())
                            .isEmpty();
        } catch (UsersRepositoryException | RecipientRewriteTableException | ErrorMappingException e) {
            return false;
        }
    }
}
