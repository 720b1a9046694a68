package io.coppice.contract.word;

/** An API token of a user, {@code name@realm!token}. */
public record TokenId(UserId user, String token) implements Comparable<TokenId> {
    public TokenId {
        if (token.length() > 128 || !Letters.isIdentifier(token)) {
            throw new Malformed("value '" + user + "!" + token + "' does not look like a valid token ID");
        }
    }

    /** @throws Malformed if the text is not {@code user@realm!token} */
    public static TokenId parse(String text) {
        int bang = text.lastIndexOf('!');
        if (bang < 0) {
            throw new Malformed("value '" + text + "' does not look like a valid token ID");
        }
        return new TokenId(UserId.parse(text.substring(0, bang)), text.substring(bang + 1));
    }

    @Override
    public int compareTo(TokenId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return user + "!" + token;
    }
}
