package io.coppice.documents.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Malformed;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetentionTest {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss");

    private static Retention.Backup of(int vmid, LocalDateTime at) {
        return new Retention.Backup(
                "local:backup/vzdump-qemu-" + vmid + "-" + NAME.format(at) + ".vma.zst",
                Optional.of(Integer.toString(vmid)),
                0,
                false);
    }

    private static Retention.Backup at(String time) {
        return of(100, LocalDateTime.parse(time));
    }

    private static List<String> kept(String keep, Retention.Backup... backups) {
        return Retention.mark(List.of(backups), Keep.parse(keep), Optional.empty(), ZoneOffset.UTC).stream()
                .filter(m -> m.mark() == Retention.Mark.KEEP)
                .map(m -> m.volid().replaceAll(".*qemu-\\d+-|\\.vma.zst", ""))
                .toList();
    }

    @Test
    void the_newest_of_each_span_is_kept() {
        assertEquals(
                List.of("2026_01_02-23_00_00", "2026_01_03-01_00_00"),
                kept(
                        "keep-daily=2",
                        at("2026-01-01T12:00:00"),
                        at("2026-01-02T10:00:00"),
                        at("2026-01-02T23:00:00"),
                        at("2026-01-03T00:30:00"),
                        at("2026-01-03T01:00:00")));
    }

    @Test
    void a_longer_period_chooses_among_what_a_shorter_one_left() {
        assertEquals(
                List.of("2025_12_30-00_00_00", "2026_01_03-00_00_00"),
                kept(
                        "keep-last=1,keep-monthly=1",
                        at("2025-12-29T00:00:00"),
                        at("2025-12-30T00:00:00"),
                        at("2026-01-02T00:00:00"),
                        at("2026-01-03T00:00:00")));
    }

    @Test
    void weeks_begin_on_monday_and_belong_to_the_year_of_their_thursday() {
        assertEquals(
                List.of("2024_12_29-00_00_00", "2025_01_05-00_00_00"),
                kept(
                        "keep-weekly=2",
                        at("2024-12-23T00:00:00"),
                        at("2024-12-29T00:00:00"),
                        at("2024-12-30T00:00:00"),
                        at("2025-01-05T00:00:00")));
    }

    @Test
    void to_keep_nothing_of_any_period_is_to_keep_everything() {
        for (String keep : List.of("", "keep-all=1", "keep-last=0", "keep-daily=0,keep-yearly=0")) {
            assertEquals(
                    2,
                    kept(keep, at("2026-01-01T00:00:00"), at("2026-01-01T00:00:01"))
                            .size(),
                    keep);
        }
        assertThrows(Malformed.class, () -> Keep.parse("keep-last=many"));
    }

    @Test
    void each_guest_is_a_group_and_days_begin_where_the_node_is() {
        Retention.Backup late = at("2026-01-01T23:30:00");
        Retention.Backup early = at("2026-01-02T00:30:00");
        assertEquals(1, kept("keep-daily=1", late, early).size());
        assertEquals(
                2,
                kept("keep-daily=1", late, of(101, LocalDateTime.parse("2026-01-01T23:30:00")))
                        .size());
        assertTrue(Retention.mark(
                        List.of(late, early), Keep.parse("keep-daily=1"), Optional.of("lxc"), ZoneId.of("Asia/Tokyo"))
                .isEmpty());
    }

    @Test
    void what_is_protected_neither_goes_nor_counts() {
        Retention.Backup whole = at("2026-01-03T00:00:00");
        Retention.Backup shielded = new Retention.Backup(whole.volid(), whole.vmid(), 0, true);
        assertEquals(
                List.of("2026_01_02-00_00_00"),
                kept("keep-last=1", at("2026-01-01T00:00:00"), at("2026-01-02T00:00:00"), shielded));
    }

    /** From a seed: the newest always stays, and never more than was asked for. */
    @Test
    void the_newest_stays_and_no_more_than_was_asked_for() {
        Random random = new Random(4711);
        for (int i = 0; i < 500; i++) {
            List<Retention.Backup> all = new ArrayList<>();
            LocalDateTime time = LocalDateTime.of(2024, 1, 1, 0, 0);
            int count = 1 + random.nextInt(40);
            for (int n = 0; n < count; n++) {
                time = time.plusMinutes(1 + random.nextInt(60 * 24 * 20));
                all.add(of(100, time));
            }
            int last = random.nextInt(4);
            int daily = random.nextInt(4);
            int yearly = random.nextInt(3);
            String keep = "keep-last=" + last + ",keep-daily=" + daily + ",keep-yearly=" + yearly;
            List<String> kept = kept(keep, all.toArray(Retention.Backup[]::new));
            int most = last + daily + yearly == 0 ? count : last + daily + yearly;
            assertTrue(kept.size() <= most, keep + " of " + all);
            assertEquals(NAME.format(time), kept.getLast(), keep);
        }
    }
}
