package io.coppice.store.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map; a change copies the way from the root and shares the rest.
 *
 * <p>A treap whose priorities are the keys' hashes: the same content has the same shape, however it came to be.
 * Look-ups and changes cost O(log n).
 */
public final class SortedTree<K extends Comparable<? super K>, V> {
    private record Node<K, V>(
            K key,
            V value,
            int priority,
            int size,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {
        static <K, V> Node<K, V> of(Node<K, V> n, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            return new Node<>(n.key, n.value, n.priority, 1 + count(left) + count(right), left, right);
        }
    }

    private final @Nullable Node<K, V> root;

    private SortedTree(@Nullable Node<K, V> root) {
        this.root = root;
    }

    public static <K extends Comparable<? super K>, V> SortedTree<K, V> empty() {
        return new SortedTree<>(null);
    }

    private static int count(@Nullable Node<?, ?> n) {
        return n == null ? 0 : n.size;
    }

    public int size() {
        return count(root);
    }

    public Optional<V> find(K key) {
        Node<K, V> n = root;
        while (n != null) {
            int c = key.compareTo(n.key);
            if (c == 0) {
                return Optional.of(n.value);
            }
            n = c < 0 ? n.left : n.right;
        }
        return Optional.empty();
    }

    public SortedTree<K, V> put(K key, V value) {
        return new SortedTree<>(put(root, key, value));
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> put(@Nullable Node<K, V> n, K key, V value) {
        if (n == null) {
            return new Node<>(key, value, scatter(key.hashCode()), 1, null, null);
        }
        int c = key.compareTo(n.key);
        if (c == 0) {
            return new Node<>(n.key, value, n.priority, n.size, n.left, n.right);
        }
        if (c < 0) {
            Node<K, V> l = put(n.left, key, value);
            return above(l, n) ? Node.of(l, l.left, Node.of(n, l.right, n.right)) : Node.of(n, l, n.right);
        }
        Node<K, V> r = put(n.right, key, value);
        return above(r, n) ? Node.of(r, Node.of(n, n.left, r.left), r.right) : Node.of(n, n.left, r);
    }

    public SortedTree<K, V> remove(K key) {
        return find(key).isEmpty() ? this : new SortedTree<>(remove(root, key));
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> n, K key) {
        if (n == null) {
            return null;
        }
        int c = key.compareTo(n.key);
        if (c == 0) {
            return merge(n.left, n.right);
        }
        return c < 0 ? Node.of(n, remove(n.left, key), n.right) : Node.of(n, n.left, remove(n.right, key));
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> merge(
            @Nullable Node<K, V> a, @Nullable Node<K, V> b) {
        if (a == null) {
            return b;
        }
        if (b == null) {
            return a;
        }
        return above(a, b) ? Node.of(a, a.left, merge(a.right, b)) : Node.of(b, merge(a, b.left), b.right);
    }

    /** Visits from a key on, in order, for as long as the visitor says so. */
    public void from(K lowest, BiPredicate<? super K, ? super V> visitor) {
        from(root, lowest, visitor);
    }

    private static <K extends Comparable<? super K>, V> boolean from(
            @Nullable Node<K, V> n, K lowest, BiPredicate<? super K, ? super V> visitor) {
        if (n == null) {
            return true;
        }
        if (n.key.compareTo(lowest) < 0) {
            return from(n.right, lowest, visitor);
        }
        return from(n.left, lowest, visitor) && visitor.test(n.key, n.value) && from(n.right, lowest, visitor);
    }

    /** Visits everything in order. */
    public void each(BiConsumer<? super K, ? super V> visitor) {
        each(root, visitor);
    }

    private static <K, V> void each(@Nullable Node<K, V> n, BiConsumer<? super K, ? super V> visitor) {
        if (n != null) {
            each(n.left, visitor);
            visitor.accept(n.key, n.value);
            each(n.right, visitor);
        }
    }

    public List<V> values() {
        List<V> all = new ArrayList<>(size());
        each((k, v) -> all.add(v));
        return all;
    }

    /** The lowest key. */
    public Optional<K> first() {
        Node<K, V> n = root;
        while (n != null && n.left != null) {
            n = n.left;
        }
        return n == null ? Optional.empty() : Optional.of(n.key);
    }

    /** Whether one node belongs above another; never both, so that the shape is the only one. */
    private static <K extends Comparable<? super K>, V> boolean above(Node<K, V> a, Node<K, V> b) {
        return a.priority != b.priority ? a.priority > b.priority : a.key.compareTo(b.key) > 0;
    }

    /** Neighbouring hashes far apart (the finisher of MurmurHash3, a bijection). */
    private static int scatter(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
