package io.coppice.contract.word;

/** A user with the realm that vouches for it, {@code name@realm}: 3 to 64 characters, no colon, slash or blank. */
public record UserId(String name, String realm) implements Comparable<UserId> {
    public static final UserId ROOT = new UserId("root", "pam");

    public UserId {
        if (name.length() + realm.length() > 63 || !Letters.isUnbroken(name) || !Letters.isIdentifier(realm)) {
            throw new Malformed("value '" + name + "@" + realm + "' does not look like a valid user name");
        }
    }

    /** @throws Malformed if there is no realm, or a part is not well-formed */
    public static UserId parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new Malformed("value '" + text + "' does not look like a valid user name");
        }
        return new UserId(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public int compareTo(UserId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name + "@" + realm;
    }
}
