package io.coppice.store.view;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.Transition;
import io.coppice.store.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory equal to the store's documents. Files are 0440, those below {@code priv/} and of tokens 0600; every
 * 30 s what others changed or removed is put back.
 */
public final class EtcPveView implements AutoCloseable, Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(EtcPveView.class);
    private static final long PASS_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<String, Document> documents = new TreeMap<>();
    private final Set<String> unwritten = new TreeSet<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final FileTree tree;
    private final NodeName me;
    private boolean closed;

    private EtcPveView(Path dir, NodeName me) throws IOException {
        this.tree = new FileTree(dir);
        this.me = me;
    }

    /** Begins to follow; the files are there a moment later. */
    public static EtcPveView follow(Store store, Path dir, NodeName me) throws IOException {
        EtcPveView view = new EtcPveView(dir, me);
        view.links();
        Store.Watch watch = store.watch("", view);
        Thread.ofVirtual().name("etc-pve").start(() -> view.passes(watch));
        return view;
    }

    private void links() throws IOException {
        for (String folder : List.of("qemu-server", "lxc")) {
            tree.directories(Path.of("nodes", me.text(), folder, "-"));
            tree.link(folder, "nodes/" + me + "/" + folder);
        }
        tree.directories(Path.of("priv", "-"));
        tree.link("local", "nodes/" + me);
    }

    @Override
    public void reset(Image now) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            documents.clear();
            now.below("").forEach(d -> documents.put(d.path(), d));
            Set<String> files = files();
            tree.keepOnly(files);
            unwritten.clear();
            unwritten.addAll(files);
            writeAll();
        } catch (IOException e) {
            LOG.warn("the view of the configuration could not be made: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void changed(Transition t) {
        lock.lock();
        try {
            for (Transition.Delta d : t.deltas()) {
                d.after().ifPresentOrElse(x -> documents.put(d.path(), x), () -> documents.remove(d.path()));
                unwritten.add(file(d.path()));
            }
            writeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what others changed, and tries again what could not be written. */
    public void pass() {
        lock.lock();
        try {
            for (String file : files()) {
                if (!tree.untouched(file)) {
                    unwritten.add(file);
                }
            }
            writeAll();
        } catch (IOException e) {
            LOG.warn("the view of the configuration could not be looked through: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private void passes(Store.Watch watch) {
        try (watch) {
            while (!end.await(PASS_SECONDS, TimeUnit.SECONDS)) {
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        if (closed) {
            return;
        }
        for (String file : new ArrayList<>(unwritten)) {
            try {
                write(file);
                unwritten.remove(file);
            } catch (IOException e) {
                LOG.warn("{} could not be written: {}", file, e.toString());
            }
        }
    }

    private void write(String file) throws IOException {
        List<Document> sections = sections(file);
        if (sections.isEmpty()) {
            tree.delete(file);
        } else {
            boolean secret = file.startsWith("priv/") || file.equals("token.cfg");
            tree.write(file, ListFiles.render(file, sections), secret);
        }
    }

    private List<Document> sections(String file) {
        Document whole = documents.get(file);
        // ';' is the letter after ':'.
        return whole != null
                ? List.of(whole)
                : List.copyOf(documents.subMap(file + ":", file + ";").values());
    }

    private Set<String> files() {
        Set<String> files = new TreeSet<>();
        documents.keySet().forEach(path -> files.add(file(path)));
        return files;
    }

    private static String file(String path) {
        int colon = path.indexOf(':');
        return colon < 0 ? path : path.substring(0, colon);
    }

    /** Ends; nothing is written after it. */
    @Override
    public void close() {
        end.countDown();
        lock.lock();
        closed = true;
        lock.unlock();
    }
}
