package io.coppice.metrics.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawingTest {
    private static final int BLUE = new Color(0x00, 0x72, 0xb2).getRGB();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 0.2, 5", "1, 0.2, 5", "0.07, 0.02, 4", "4, 1, 4", "17, 5, 4", "2000000000, 500000000, 4"})
    void lines_stand_at_round_numbers(double highest, double step, int lines) {
        Scale scale = Scale.upTo(highest);
        assertEquals(step, scale.step(), step * 1e-9);
        assertEquals(lines, scale.lines());
        assertTrue(scale.top() >= highest);
    }

    @Test
    void large_numbers_have_prefixes() {
        assertEquals("1.5 G", new Scale(500_000_000, 4).label(3));
        assertEquals("0.04", new Scale(0.02, 4).label(2));
        assertEquals("0", new Scale(5, 4).label(0));
    }

    /** A high first half and a gap: the curve is high at the left and nowhere at the right. */
    @Test
    void a_curve_is_where_its_values_are() throws Exception {
        double[] values = {10, 10, Double.NaN, Double.NaN};
        Drawing drawing = new Drawing(List.of(new Curve("cpu", values)), 1_700_000_000, 60, "HH:mm", ZoneOffset.UTC);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawing.png()));
        assertEquals(Drawing.WIDTH, image.getWidth());
        assertTrue(isCrossed(image, 200, 5, 30), "at the left above");
        assertTrue(!isCrossed(image, 200, 40, 140), "at the left below");
        assertTrue(!isCrossed(image, 600, 5, 140), "at the right");
    }

    @Test
    void pictures_that_nobody_reads_do_not_gather() throws Exception {
        PictureFolder pictures = new PictureFolder(folder.resolve("pictures"));
        for (int n = 0; n < 230; n++) {
            pictures.put("node_" + n + ".png", new byte[] {1});
        }
        try (Stream<Path> all = Files.list(folder.resolve("pictures"))) {
            assertEquals(200, all.count());
        }
        assertEquals(1, Files.size(pictures.put("node_229.png", new byte[] {2})));
    }

    private static boolean isCrossed(BufferedImage image, int x, int fromY, int toY) {
        for (int y = fromY; y < toY; y++) {
            if (near(image.getRGB(x, y))) {
                return true;
            }
        }
        return false;
    }

    private static boolean near(int rgb) {
        Color seen = new Color(rgb);
        Color blue = new Color(BLUE);
        return Math.abs(seen.getRed() - blue.getRed()) < 60
                && Math.abs(seen.getGreen() - blue.getGreen()) < 60
                && Math.abs(seen.getBlue() - blue.getBlue()) < 60;
    }
}
