package io.coppice.store.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.word.Digest;
import io.coppice.store.Document;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListFilesTest {
    private static Document document(String path, String text) {
        return new Document(path, text, new Digest("0".repeat(40)), 1, 1);
    }

    @Test
    void a_file_that_is_one_document_is_its_text() {
        assertEquals(
                "keyboard: de",
                ListFiles.render("datacenter.cfg", List.of(document("datacenter.cfg", "keyboard: de"))));
    }

    @Test
    void between_sections_stands_a_blank_line() {
        assertEquals(
                "dir: a\n\tpath /a\n\ndir: b\n\tpath /b\n",
                ListFiles.render(
                        "storage.cfg",
                        List.of(
                                document("storage.cfg:a", "dir: a\n\tpath /a\n"),
                                document("storage.cfg:b", "dir: b\n\tpath /b"))));
    }

    @Test
    void user_cfg_has_users_first_and_grants_last() {
        List<Document> byPath = List.of(
                document("user.cfg:acl:/", "acl:1:/:a@pve:Administrator:\n"),
                document("user.cfg:group:g", "group:g:a@pve::\n"),
                document("user.cfg:pool:p", "pool:p::::\n"),
                document("user.cfg:role:r", "role:r:VM.Audit:\n"),
                document("user.cfg:token:a@pve!t", "token:a@pve!t:0:1::\n"),
                document("user.cfg:user:a@pve", "user:a@pve:1:0:::::\n"));
        assertEquals(
                "user:a@pve:1:0:::::\ntoken:a@pve!t:0:1::\ngroup:g:a@pve::\npool:p::::\nrole:r:VM.Audit:\n"
                        + "acl:1:/:a@pve:Administrator:\n",
                ListFiles.render("user.cfg", byPath));
    }
}
