package io.coppice.contract.word;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "pve-1", "A0", "a--b"})
    void labels_are_names_of_nodes(String text) {
        assertEquals(text, new NodeName(text).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "a.b", "a_b", "ä", "a b", "a\n"})
    void nothing_else_is(String text) {
        assertThrows(Malformed.class, () -> new NodeName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root@pam", "a@b@realm-1", "ü.x!y@pve"})
    void users_have_a_name_and_a_realm(String text) {
        assertEquals(text, UserId.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "root", "@pam", "root@", "root@p", "root@1x", "a b@pam", "a:b@pam", "a/b@pam", "a\t@pam", "a@p m"
            })
    void without_them_nobody_is_named(String text) {
        assertThrows(Malformed.class, () -> UserId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root@pam!t", "root@pam!", "root@pam!1x", "root@pam!a b", "root@pam"})
    void tokens_have_names_like_realms(String text) {
        assertThrows(Malformed.class, () -> TokenId.parse(text));
        assertEquals("a.b-c_1", TokenId.parse("root@pam!a.b-c_1").token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "99", "099", "0100", "1000000000", "1e3", "-100", " 100", "١٠٠"})
    void guests_have_numbers_from_a_hundred_on(String text) {
        assertThrows(Malformed.class, () -> Vmid.parse(text));
        assertEquals(999_999_999, Vmid.parse("999999999").number());
        assertEquals(100, Vmid.parse("100").number());
    }
}
