"""What layers and models are asked for by the names that other libraries have for it."""

ELSEWHERE = {
    "cuda": 'model.to(device="gpu")',
    "cpu": 'model.to(device="cpu")',
    "train": "fit(x, y), or model(x, training=True)",
    "eval": "model(x, training=False); predict and evaluate do so by themselves",
    "forward": "calling the model: model(x)",
    "state_dict": "get_weights(), or save_weights(path)",
    "load_state_dict": "set_weights(arrays), or load_weights(path)",
    "requires_grad_": "trainable = True",
    "score": "evaluate(x, y)",
    "transform": "predict(x)",
    "weight": "kernel, or weights for all of them",
    "num_parameters": "count_params()",
}
"""By the name, what to write here."""
