"""What old programs import of `keras.utils`, `keras.wrappers` and `keras.datasets`."""

import h5py
import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV, cross_val_score

import tahr
from tahr import layers, utils, wrappers
from tahr.core.errors import ArgumentError
from tahr.core.old_words import setting

X = np.random.default_rng(0).normal(size=(40, 2)).astype("f")
LABELS = np.where(X[:, 0] + X[:, 1] > 0, "up", "down")


@pytest.mark.parametrize(("arguments", "length"), [
    ((10, 3, "valid", 1), 8), ((10, 3, "same", 2), 5), ((10, 3, "full", 1), 12),
    ((10, 3, "causal", 3), 4), ((10, 3, "valid", 2, 2), 3), ((None, 3, "same", 1), None),
])  # fmt: skip
def test_lengths_of_convolutions(arguments, length):
    assert utils.conv_output_length(*arguments) == length


def test_numbers_for_each_axis():
    assert utils.normalize_tuple(2, 3, "strides") == (2, 2, 2)
    assert utils.normalize_tuple([1, 2], 2, "strides") == (1, 2)
    with pytest.raises(ArgumentError, match="strides is a whole number, or 2 of them"):
        utils.normalize_tuple((1, 2, 3), 2, "strides")
    assert utils.normalize_tuple(0, 2, "padding") == (0, 0)
    assert utils.conv_input_length(8, 3, "valid", 1) == 10


def test_where_channels_are():
    assert utils.normalize_data_format(None) == "channels_last"
    assert utils.normalize_data_format("channels_first") == "channels_first"
    with pytest.raises(ArgumentError, match="data_format cannot be 'first'"):
        utils.normalize_data_format("first")


def test_classes_of_probabilities():
    shares = np.array([[0.25, 0.75], [0.5, 0.5]])
    assert utils.categorical_probas_to_classes(shares).tolist() == [1, 0]
    assert utils.probas_to_classes(np.array([[0.2], [0.8]])).tolist() == [[0], [1]]
    assert utils.accuracy([1, 0], [1, 1]) == 0.5
    assert utils.multiclass_logloss(shares, [1, 0]) == pytest.approx(-np.log([0.75, 0.5]).mean())
    assert utils.binary_logloss([0.5, 0.25], [1, 0]) == pytest.approx(-np.log([0.5, 0.75]).mean())


def test_kernels_are_turned_around():
    model = tahr.Sequential([layers.Conv2D(1, (2, 2), input_shape=(3, 3, 1))])
    before = model.layers[0].kernel.numpy()
    utils.convert_all_kernels_in_model(model)
    np.testing.assert_array_equal(model.layers[0].kernel.numpy(), before[::-1, ::-1])


def test_rows_of_a_dense_layer_change_their_order():
    dense = layers.Dense(2)
    dense.build((None, 12))
    rows = dense.kernel.numpy()
    utils.convert_dense_weights_data_format(dense, (3, 2, 2), "channels_first")
    place = np.arange(12).reshape(2, 2, 3).transpose(2, 0, 1).ravel()
    np.testing.assert_array_equal(dense.kernel.numpy(), rows[place])


def test_part_of_a_file_in_place_of_an_array(tmp_path):
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["x"] = np.arange(20.0).reshape(10, 2)
    matrix = utils.HDF5Matrix(tmp_path / "data.h5", "x", start=2, end=8, normalizer=lambda x: -x)
    whole = -np.arange(20.0).reshape(10, 2)[2:8]
    assert (len(matrix), matrix.shape, matrix.ndim, matrix.size) == (6, (6, 2), 2, 12)
    np.testing.assert_array_equal(matrix[1:3], whole[1:3])
    np.testing.assert_array_equal(matrix[np.array([4, 0, 4])], whole[[4, 0, 4]])
    np.testing.assert_array_equal(np.asarray(matrix), whole)
    np.testing.assert_array_equal(matrix[-1], whole[-1])
    with pytest.raises(ArgumentError, match="no such row"):
        _ = matrix[6]


def test_batches_are_prepared_beside_the_program():
    enqueuer = utils.GeneratorEnqueuer(iter(range(3)))
    enqueuer.start(max_queue_size=1)
    assert list(enqueuer.get()) == [0, 1, 2]
    enqueuer.stop()
    assert not enqueuer.is_running()

    def failing():
        yield 1
        raise ValueError("broken")

    enqueuer = utils.GeneratorEnqueuer(failing())
    enqueuer.start()
    with pytest.raises(ValueError, match="broken"):
        list(enqueuer.get())


def test_something_is_found_by_its_name():
    table = {"double": lambda x=1: 2 * x}
    assert utils.get_from_module({"name": "double", "x": 4}, table, "function") == 8
    with pytest.raises(ArgumentError, match="did you mean 'double'"):
        utils.get_from_module("doubel", table, "function")
    assert utils.has_arg(table["double"], "x")
    assert utils.slice_arrays([X, None], 1, 3)[0].shape == (2, 2)
    assert (utils.to_list(1), utils.unpack_singleton([2])) == ([1], 2)


def test_a_model_for_several_devices_is_the_model():
    model = tahr.Sequential([layers.Dense(1)])
    with pytest.warns(UserWarning, match="multi_gpu_model.*has no effect"):
        assert utils.multi_gpu_model(model, gpus=4) is model


def make(units=4, optimizer="adam"):
    model = tahr.Sequential([
        layers.Dense(units, activation="relu", input_dim=2), layers.Dense(1, activation="sigmoid"),
    ])  # fmt: skip
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    return model


def test_a_classifier_of_a_function():
    found = wrappers.KerasClassifier(build_fn=make, units=8, nb_epoch=3, batch_size=8, verbose=0)
    history = found.fit(X, LABELS)
    assert len(history.history["loss"]) == 3
    assert found.model.layers[0].units == 8
    shares = found.predict_proba(X)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
    right = found.classes_[(shares[:, 1:] > 0.5).astype(int)]
    np.testing.assert_array_equal(found.predict(X), right)
    assert found.score(X, LABELS) == pytest.approx(np.mean(right[:, 0] == LABELS))
    assert found.get_params()["units"] == 8
    with pytest.raises(ArgumentError, match="nothing takes the argument 'colour'"):
        wrappers.KerasClassifier(make, colour=1)


def test_a_search_among_arguments():
    halves = [(np.arange(20), np.arange(20, 40))]
    search = GridSearchCV(
        wrappers.KerasClassifier(build_fn=make, verbose=0, epochs=1), {"units": [2, 3]},
        cv=halves, refit=False, error_score="raise",
    ).fit(X, LABELS)  # fmt: skip
    assert [found["units"] for found in search.cv_results_["params"]] == [2, 3]
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_a_regressor_of_a_class():
    class Line:
        def __call__(self, rate=0.1):
            model = tahr.Sequential([layers.Dense(1, input_dim=2)])
            model.compile(tahr.optimizers.SGD(rate), "mse")
            return model

    found = wrappers.KerasRegressor(Line(), epochs=20, verbose=0, rate=0.2)
    targets = X @ [1.0, -2.0]
    halves = [(np.arange(20), np.arange(20, 40))]
    assert cross_val_score(found, X, targets, cv=halves).mean() > -2
    found.fit(X, targets)
    assert found.predict(X).shape == (40,)
    assert found.score(X, targets) == pytest.approx(
        -np.mean((found.predict(X) - targets) ** 2), rel=1e-3
    )


def test_files_of_data_sets_have_the_names_of_today():
    assert setting("files", "mnist.pkl.gz") == "mnist.npz"
    assert setting("files", "my.npz") == "my.npz"


def test_arguments_by_their_old_names(tmp_path):
    assert utils.to_categorical([1], nb_classes=2, dtype="float32").tolist() == [[0, 1]]
    picture = utils.array_to_img(np.zeros((3, 2, 4)), dim_ordering="th")
    picture.save(tmp_path / "one.png")
    grey = utils.load_img(tmp_path / "one.png", grayscale=True, target_size=(5, 6))
    assert utils.img_to_array(grey, dim_ordering="th").shape == (1, 5, 6)
    bar = utils.Progbar(2, verbose=0)
    bar.update(1, [("loss", 1.0)], force=True)
    assert bar.values == {"loss": 1.0}
    norm = tahr.constraints.MinMaxNorm(low=0.5, high=2.0)
    assert (norm.min_value, norm.max_value) == (0.5, 2.0)
    assert tahr.regularizers.l1l2(l1=0.5).get_config()["l1"] == 0.5
    turned = tahr.preprocessing.image.random_rotation(
        X.reshape(1, 8, 10), 10, row_index=1, col_index=2, channel_index=0
    )
    assert turned.shape == (1, 8, 10)
