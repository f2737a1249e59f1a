package org.handover.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    /** The inputs that Certificate Transparency's own tests use, with the roots that they give. */
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void theRootsAreThoseOfRfc6962() {
        assertThat(MerkleTree.root(List.of()).hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < INPUTS.size(); i++) {
            leaves.add(MerkleTree.leaf(HexFormat.of().parseHex(INPUTS.get(i))));
            assertThat(MerkleTree.root(leaves).hex()).isEqualTo(ROOTS.get(i));
        }
    }

    @Test
    void everyLeafOfEveryTreeIsProvenByItsOwnPathAndByNoOther() throws Exception {
        for (int size = 1; size <= 33; size++) {
            List<Hash> leaves = Stream.iterate(0, i -> i + 1)
                    .limit(size)
                    .map(i -> MerkleTree.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)))
                    .toList();
            Hash root = MerkleTree.root(leaves);
            for (int index = 0; index < size; index++) {
                List<Hash> path = MerkleTree.path(leaves, index);
                assertThat(MerkleTree.rootFrom(leaves.get(index), index, size, path))
                        .isEqualTo(root);
                Hash stranger = leaves.get((index + 1) % size);
                if (size > 1) {
                    assertThat(MerkleTree.rootFrom(stranger, index, size, path)).isNotEqualTo(root);
                }
            }
        }
    }

    @Test
    void aPathThatIsTooShortOrTooLongIsNoProof() {
        List<Hash> leaves = IntStream.range(0, 5)
                .mapToObj(i -> MerkleTree.leaf(new byte[] {(byte) i}))
                .toList();
        List<Hash> path = MerkleTree.path(leaves, 2);
        List<Hash> longer = new ArrayList<>(path);
        longer.add(Hash.NONE);

        assertThatThrownBy(() -> MerkleTree.rootFrom(leaves.get(2), 2, 5, path.subList(0, 1)))
                .hasMessageContaining("ends before the root");
        assertThatThrownBy(() -> MerkleTree.rootFrom(leaves.get(2), 2, 5, longer))
                .hasMessageContaining("longer than the tree");
        assertThatThrownBy(() -> MerkleTree.rootFrom(leaves.get(2), 5, 5, path)).hasMessageContaining("leaf 5 of 5");
    }
}
